module daxwait

go 1.26
