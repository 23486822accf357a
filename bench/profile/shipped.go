package profile

import (
	"bytes"
	"embed"
	"fmt"
	"strings"

	"daxwait/internal/bounded"
	"daxwait/internal/command"
	"daxwait/internal/nearest"
)

//go:embed profiles/*.toml
var files embed.FS

// Names are those of the profiles that come with the project, the default first.
func Names() []string {
	return []string{"default", "emulated-6.1-traced", "guest-6.1", "guest-6.12", "zero"}
}

// Shipped returns the profiles that come with the project, the default first.
func Shipped() []*Profile {
	var all []*Profile
	for _, name := range Names() {
		file := "profiles/" + name + ".toml"
		data, err := files.ReadFile(file)
		if err != nil {
			panic(err)
		}
		p, err := Read(bytes.NewReader(data), file)
		if err != nil {
			panic(err)
		}
		all = append(all, p)
	}
	return all
}

// Default returns the profile default.
func Default() *Profile { return Shipped()[0] }

// Find returns a profile that comes with the project, or reads the file that
// is named, which has a slash or a dot in its name.
func Find(nameOrFile string) (*Profile, error) {
	for _, p := range Shipped() {
		if p.Name == nameOrFile {
			return p, nil
		}
	}
	if !strings.ContainsAny(nameOrFile, "./\\") {
		return nil, fmt.Errorf("%w, or a file, such as ./mine.toml", nearest.Unknown("profile", nameOrFile, Names(), command.Command{}))
	}
	f, err := bounded.Open(nameOrFile)
	if err != nil {
		return nil, fmt.Errorf("%w; the profiles that need no file are %s", err, strings.Join(Names(), ", "))
	}
	defer f.Close()
	return Read(f, nameOrFile)
}
