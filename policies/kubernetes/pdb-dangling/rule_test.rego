package faultline.kubernetes["pdb-dangling_test"]

import data.faultline.kubernetes["pdb-dangling"] as rule

_budget(changes) := {"budget": object.union({"workloads": [], "everything": false, "by_operator": false}, changes)}

test_selects_nothing if {
	rule.findings == {{"paths": [["budget", "workloads"]], "args": {}}} with input as _budget({})
}

test_silent if {
	every changes in [{"workloads": [{"identity": "Deployment a"}]}, {"everything": true}, {"by_operator": true}] {
		rule.findings == set() with input as _budget(changes)
	}
}
