package message

// What stands in tables and objects on the screen.
const (
	ScreenLabel     Key = "%s:" + fr + "%s\u00a0:"
	ScreenYes       Key = "yes" + fr + "oui"
	ScreenNo        Key = "no" + fr + "non"
	ScreenLeftOut   Key = "the terminal is too narrow for %s: choose columns with --columns" + fr + "terminal trop étroit pour %s\u00a0: choisissez les colonnes avec --columns"
	NoticeWrittenTo Key = "%s: %s" + fr + "%s\u00a0: %s"
)
