// Package guichet is the vocabulary that the clients of four services share.
package guichet
