package app

// NewRoot gives the tests the whole tree of commands.
var NewRoot = newRoot
