// Package incomparable keeps the compiler from writing code that compares structs.
package incomparable

// Field is the first field of a struct that nothing compares. It takes no space. For any
// other struct, the program links a function for ==, and one more for each array of them:
// some 500 bytes each.
type Field = [0]func()
