package credential

import (
	"slices"
	"strings"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
)

// EnvVar is one variable of the environment and the field it fills.
type EnvVar struct {
	Name  string // the variable, such as GUICHET_RDV_EMAIL
	Field string // the field, such as "email"
}

// EnvSet is a group of variables that make one credential together. The sets of
// one service share no variable.
type EnvSet struct {
	Name string // what to call it, such as "e-mail and password"
	Vars []EnvVar
}

// FromEnv reads the one set of which variables are present and returns its name
// and its values by field. An empty variable counts as unset.
//
// It returns [ErrNotFound] when no variable is set, and a [*exit.Error] with code 2 when
// variables of two sets are (it names both), or when a set is incomplete (it
// names what is missing).
func FromEnv(getenv func(string) string, sets []EnvSet) (name string, values map[string]string, err error) {
	var started []EnvSet
	for _, set := range sets {
		if slices.ContainsFunc(set.Vars, func(v EnvVar) bool { return getenv(v.Name) != "" }) {
			started = append(started, set)
		}
	}
	switch len(started) {
	case 0:
		return "", nil, ErrNotFound
	case 1:
	default:
		return "", nil, tooManySets(getenv, started)
	}

	values = make(map[string]string)
	var missing []string
	for _, v := range started[0].Vars {
		if value := getenv(v.Name); value != "" {
			values[v.Field] = value
		} else {
			missing = append(missing, v.Name)
		}
	}
	if len(missing) > 0 {
		names := strings.Join(missing, ", ")
		return "", nil, exit.Usage.New(message.VariablesIncomplete, names).WithHint(message.VariablesHintIncomplete, names)
	}
	return started[0].Name, values, nil
}

func tooManySets(getenv func(string) string, started []EnvSet) error {
	var found []string
	for _, set := range started {
		var names []string
		for _, v := range set.Vars {
			if getenv(v.Name) != "" {
				names = append(names, v.Name)
			}
		}
		found = append(found, strings.Join(names, " + "))
	}
	return exit.Usage.New(message.VariablesTwoSets, strings.Join(found, "; ")).WithHint(message.VariablesHintTwoSets)
}
