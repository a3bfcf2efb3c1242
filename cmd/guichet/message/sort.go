package message

// What is said about the order of a list, and about files that are written in place of
// standard output.
const (
	FlagSort    Key = "sort by `COLUMN,...`, in descending order with -COLUMN; all rows are read first" + fr + "trier par `COLONNE,...`, par ordre décroissant avec -COLONNE\u00a0; toutes les lignes sont lues d'abord"
	FlagOutFile Key = "`FILE` to write instead of standard output; it appears when it is complete" + fr + "`FICHIER` à écrire à la place de la sortie standard\u00a0; il apparaît une fois complet"

	ErrXLSXOnTerminal Key = "a spreadsheet cannot be shown on a terminal" + fr + "une feuille de calcul ne s'affiche pas dans un terminal"
	HintXLSXFile      Key = "add --out %s, or redirect the output" + fr + "ajoutez --out %s, ou redirigez la sortie"
	ErrXLSXNoList     Key = "xlsx is for lists only: this command does not show a list" + fr + "xlsx est réservé aux listes\u00a0: cette commande n'affiche pas de liste"
	ErrXLSXTooLong    Key = "a spreadsheet has at most %d rows, and the list has more" + fr + "une feuille de calcul a au plus %d lignes, et la liste en a davantage"
	ErrXLSXTooLarge   Key = "the list is too large for a spreadsheet: more than 4 GB" + fr + "la liste est trop grande pour une feuille de calcul\u00a0: plus de 4 Go"
	HintXLSXTooMuch   Key = "use -o csv, or fewer rows or columns" + fr + "utilisez -o csv, ou moins de lignes ou de colonnes"
	NoticeCellsCut    Key = "cells cut to 32,767 characters, the maximum of a spreadsheet: %d" + fr + "cellules coupées à 32\u00a0767 caractères, le maximum d'un tableur\u00a0: %d"
)
