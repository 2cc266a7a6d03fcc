# METADATA
# title: Findings
# description: |
#   What a rule returns. The engine adds severity, wording, positions, links
#   and fingerprints.
package faultline.lib.finding

# METADATA
# description: |
#   A finding on the model paths that its verdict rests on, the first being
#   where it lands, with the arguments of the rule's messages.
at(paths, args) := {"paths": paths, "args": args}

# METADATA
# description: |
#   A finding whose likelihood, impact or confidence differ from the rule's
#   own; grade says by what, and because says why.
graded(paths, args, grade) := {"paths": paths, "args": args, "grade": grade}
