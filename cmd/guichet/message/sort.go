package message

// What is said about the order of a list, and about files that are written in place of
// standard output.
const (
	FlagSort    Key = "sort by `COLUMN,...`, from the greatest with -COLUMN; everything is read first" + fr + "trier par `COLONNE,...`, de la plus grande avec -COLONNE\u00a0; tout est lu d'abord"
	FlagOutFile Key = "`FILE` to write instead of standard output; it appears when it is complete" + fr + "`FICHIER` à écrire à la place de la sortie standard\u00a0; il apparaît une fois complet"

	ErrXLSXOnTerminal Key = "a spreadsheet is not written to a terminal" + fr + "une feuille de calcul ne s'affiche pas dans un terminal"
	HintXLSXFile      Key = "add --out %s, or redirect the output" + fr + "ajouter --out %s, ou rediriger la sortie"
	ErrXLSXNoList     Key = "xlsx is for lists: this command does not show one" + fr + "xlsx est réservé aux listes\u00a0: cette commande n'en affiche pas"
	ErrXLSXTooLong    Key = "a spreadsheet has at most %d rows, and the list has more" + fr + "une feuille de calcul a au plus %d lignes, et la liste en a davantage"
	ErrXLSXTooLarge   Key = "the list is too large for a spreadsheet: more than 4 GB" + fr + "la liste est trop grande pour une feuille de calcul\u00a0: plus de 4 Go"
	HintXLSXTooMuch   Key = "use -o csv, or fewer rows or columns" + fr + "utiliser -o csv, ou moins de lignes ou de colonnes"
	NoticeCellsCut    Key = "cut after 32,767 characters, the most that a spreadsheet keeps: %d cells" + fr + "coupées à 32\u00a0767 caractères, le maximum d'un tableur\u00a0: %d cellules"
)
