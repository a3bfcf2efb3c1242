package message

// LabelHint stands before a hint on stderr.
const LabelHint Key = "hint: " + fr + "conseil\u00a0: "
