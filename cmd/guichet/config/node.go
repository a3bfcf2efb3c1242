package config

import (
	"iter"

	"go.yaml.in/yaml/v3"
)

// pairs gives the keys and values of a mapping; nothing for any other node, nil
// included.
func pairs(node *yaml.Node) iter.Seq2[*yaml.Node, *yaml.Node] {
	return func(yield func(key, value *yaml.Node) bool) {
		if node == nil || node.Kind != yaml.MappingNode {
			return
		}
		for i := 0; i+1 < len(node.Content); i += 2 {
			if !yield(node.Content[i], node.Content[i+1]) {
				return
			}
		}
	}
}

// find gives the value of a key in a mapping, or nil.
func find(node *yaml.Node, name string) *yaml.Node {
	for key, value := range pairs(node) {
		if key.Value == name {
			return value
		}
	}
	return nil
}

// remove takes a key out of a mapping.
//
// Inlined, it would make each of its callers larger.
//
//go:noinline
func remove(node *yaml.Node, name string) {
	for i := 0; node != nil && i+1 < len(node.Content); i += 2 {
		if node.Content[i].Value == name {
			node.Content = append(node.Content[:i], node.Content[i+2:]...)
			return
		}
	}
}

// grow gives the mapping under a key, made when it is absent or null.
func grow(node *yaml.Node, name string) *yaml.Node {
	value := find(node, name)
	switch {
	case value == nil:
		value = mapping()
		add(node, name, value)
	case null(value):
		value.SetString("")
		value.Kind, value.Tag = yaml.MappingNode, "!!map"
	}
	return value
}

// add puts a key at the end of a mapping.
func add(node *yaml.Node, name string, value *yaml.Node) {
	if len(node.Content) == 0 {
		// An empty mapping was written {}; with keys it reads better as a block.
		node.Style = 0
	}
	key := &yaml.Node{}
	key.SetString(name)
	node.Content = append(node.Content, key, value)
}

func mapping() *yaml.Node { return &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"} }

// Inlined, it would make each of its callers larger.
//
//go:noinline
func null(node *yaml.Node) bool {
	return node.Kind == yaml.ScalarNode && node.ShortTag() == "!!null"
}

// scalar gives the text of a value, empty when there is none.
//
// Inlined, it would make each of its callers larger.
//
//go:noinline
func scalar(node *yaml.Node) string {
	if node == nil || node.Kind != yaml.ScalarNode || null(node) {
		return ""
	}
	return node.Value
}

// spell writes out a null without a text that stands within braces: the encoder
// would make it an empty text.
func spell(node *yaml.Node, braces bool) {
	if braces && node.Value == "" && null(node) {
		node.Value = "null"
	}
	for _, inner := range node.Content {
		spell(inner, braces || node.Style&yaml.FlowStyle != 0)
	}
}
