package kubernetes

import (
	"testing"

	"github.com/faultline-dev/faultline/loaders/document"
	"github.com/faultline-dev/faultline/loaders/yaml"
)

// modelOf loads the only object of a text.
func modelOf(t *testing.T, text string) *document.Node {
	t.Helper()
	docs, _ := yaml.Read("a.yaml", []byte(text))
	out, unread, _ := Load("a.yaml", docs)
	if len(out) != 1 || len(unread) > 0 {
		t.Fatalf("%d documents, unread %v", len(out), unread)
	}
	return out[0].Model
}

func TestJob(t *testing.T) {
	const pod = "template: {spec: {restartPolicy: Never, containers: [{name: a, image: a:1}]}}"
	for _, c := range []struct {
		name, text string
		want       map[string]string
	}{
		{"defaults", "apiVersion: batch/v1\nkind: Job\nmetadata: {name: a}\nspec: {" + pod + "}",
			map[string]string{"deadline_ms": "", "backoff_written": "", "backoff_limit": "6", "ttl_ms": "", "parallelism": "1", "hook": "", "interval_ms": ""}},
		{"written", "apiVersion: batch/v1\nkind: Job\nmetadata: {name: a, annotations: {helm.sh/hook: pre-install}}\nspec: {activeDeadlineSeconds: 60, backoffLimit: 0, ttlSecondsAfterFinished: 5, parallelism: 3, " + pod + "}",
			map[string]string{"deadline_ms": "60000", "backoff_written": "0", "backoff_limit": "0", "ttl_ms": "5000", "parallelism": "3", "hook": "helm"}},
		{"the pod's deadline", "apiVersion: batch/v1\nkind: Job\nmetadata: {name: a}\nspec: {template: {spec: {activeDeadlineSeconds: 7, containers: [{name: a, image: a:1}]}}}",
			map[string]string{"deadline_ms": "7000"}},
		{"CronJob", "apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: a}\nspec: {schedule: '*/5 * * * *', startingDeadlineSeconds: 30, suspend: true, jobTemplate: {spec: {activeDeadlineSeconds: 60, " + pod + "}}}",
			map[string]string{"schedule": "*/5 * * * *", "interval_ms": "300000", "concurrency": "Allow", "starting_deadline_ms": "30000", "suspended": "true", "deadline_ms": "60000"}},
		{"a schedule that cannot be read", "apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: a}\nspec: {schedule: now, concurrencyPolicy: Forbid, jobTemplate: {spec: {" + pod + "}}}",
			map[string]string{"schedule": "now", "interval_ms": "", "concurrency": "Forbid", "starting_deadline_ms": ""}},
	} {
		t.Run(c.name, func(t *testing.T) {
			job := modelOf(t, c.text).Get("workload", "job")
			for key, want := range c.want {
				if got := job.Get(key).Scalar(); got != want {
					t.Errorf("%s is %q, want %q", key, got, want)
				}
			}
		})
	}
}

func TestClaimVolumes(t *testing.T) {
	m := modelOf(t, `apiVersion: apps/v1
kind: StatefulSet
metadata: {name: a}
spec:
  selector: {}
  template:
    spec:
      serviceAccount: old
      volumes:
        - {name: data, persistentVolumeClaim: {claimName: data, readOnly: true}}
        - {name: tmp, emptyDir: {}}
        - {name: own, persistentVolumeClaim: {claimName: own}}
        - {name: disk, awsElasticBlockStore: {volumeID: a}}
      containers:
        - {name: a, image: a:1, volumeMounts: [{name: data, mountPath: /data, subPathExpr: $(POD)}]}
  volumeClaimTemplates:
    - {metadata: {name: own}, spec: {accessModes: [ReadWriteOnce]}}
`).Get("workload")
	var got []string
	for _, v := range m.Get("volumes").Items() {
		got = append(got, v.Get("name").Str()+" "+v.Get("kind").Str()+" "+v.Get("read_only").Scalar()+v.Get("access_modes").At(0).Scalar())
	}
	want := []string{"data claim true", "tmp empty_dir ", "disk other ", "own claim_template ReadWriteOnce"}
	for i := range want {
		if i >= len(got) || got[i] != want[i] {
			t.Fatalf("volumes are %q, want %q", got, want)
		}
	}
	if expr := m.Get("containers").At(0).Get("mounts").At(0).Get("sub_path_expr").Str(); expr != "$(POD)" {
		t.Errorf("sub_path_expr is %q", expr)
	}
	if alias := m.Get("service_account_alias").Str(); alias != "old" {
		t.Errorf("service_account_alias is %q", alias)
	}
	twice := modelOf(t, "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {serviceAccount: a, serviceAccountName: a, containers: [{name: a, image: a:1}]}")
	if alias := twice.Get("workload", "service_account_alias"); alias.Kind != document.Absent {
		t.Errorf("an alias that repeats the name is %s", alias.Kind)
	}
}
