package results

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"daxwait/internal/bounded"
	"daxwait/internal/command"
	"daxwait/results/store"
)

// PlanFile is the name of the manifest in a folder of results.
const PlanFile = "plan.json"

// mostPlan is how long a plan.json may be: that of a million cases is some 10 MiB.
const mostPlan = 64 * bounded.MiB

// ReadManifest reads the manifest of a folder.
func ReadManifest(dir string) (*Manifest, error) {
	name := filepath.Join(dir, PlanFile)
	f, err := bounded.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return ReadManifestFrom(f, name)
}

// ReadManifestFrom is ReadManifest from a stream; name is for errors.
func ReadManifestFrom(r io.Reader, name string) (*Manifest, error) {
	data, err := bounded.ReadAll(r, name, bounded.Limit{Bytes: mostPlan, Of: "a plan"})
	if over := (*bounded.Exceeded)(nil); errors.As(err, &over) {
		return nil, err
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	data = bytes.TrimSuffix(data, []byte("\n"))
	sealed, err := store.Unseal(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	m := new(Manifest)
	if err := json.Unmarshal(data, m); err != nil {
		return nil, command.Advise(fmt.Errorf("%s: not a manifest: %w", name, err), "%s writes one", command.Of("run"))
	}
	err = m.Validate()
	if err == nil && !sealed {
		err = store.Unsealed(data, m.Schema <= unsealedManifest)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: not a manifest: %w", name, err)
	}
	return m, nil
}

// Validate returns what is wrong with a manifest that was read.
func (m *Manifest) Validate() error {
	switch {
	case m.Schema != ManifestSchema && m.Schema != unsealedManifest:
		return fmt.Errorf("schema %d, this program reads %d; run it again, or read it with the version that wrote it", m.Schema, ManifestSchema)
	case m.Plan == "" || m.Version == "" || m.Engine == "":
		return errors.New("no plan, version or engine")
	case m.Of < 1 || m.Of > MostShards || m.Shard < 1 || m.Shard > m.Of:
		return fmt.Errorf("shard %d of %d: want 1 to as many, at most %d", m.Shard, m.Of, MostShards)
	case m.Cases < 0:
		return fmt.Errorf("%d cases", m.Cases)
	case (m.Product == "") != (m.Heads == ""):
		return errors.New("product and heads: want both, or none")
	case m.Of == 1 && len(m.Has) != m.Cases:
		return fmt.Errorf("a plan in one piece with %d of its %d cases", len(m.Has), m.Cases)
	}
	for i, c := range m.Has {
		if c < 0 || c >= m.Cases || i > 0 && c <= m.Has[i-1] {
			return fmt.Errorf("case %d in place %d: want ascending indexes below %d", c, i, m.Cases)
		}
	}
	return nil
}

// Write puts the manifest into a folder, at once in full.
func (m *Manifest) Write(on store.FS, dir string) error { return store.Write(on, m.file(dir)) }

func (m *Manifest) file(dir string) store.Whole {
	return store.Object(filepath.Join(dir, PlanFile), m)
}
