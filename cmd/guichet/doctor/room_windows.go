package doctor

import "golang.org/x/sys/windows"

// freeIn is how many bytes this account can write in a folder.
func freeIn(path string) (uint64, error) {
	name, err := windows.UTF16PtrFromString(path)
	if err != nil {
		return 0, err
	}
	var free uint64
	err = windows.GetDiskFreeSpaceEx(name, &free, nil, nil)
	return free, err
}
