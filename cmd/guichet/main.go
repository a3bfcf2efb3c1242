// Command guichet speaks to RDV-Solidarités, ZOPS, GoPaaS and Astor Protect.
package main

import (
	"os"

	"github.com/guichet-go/guichet/cmd/guichet/app"
)

func main() { os.Exit(app.Main()) }
