package trust

import "io/fs"

const checksModes = false

func owner(fs.FileInfo) (uid int, known bool) { return 0, false }
