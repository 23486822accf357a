module daxwait/tools/rivals

go 1.26.0

require (
	daxwait v0.0.0
	github.com/fschuetz04/simgo v0.7.0
)

replace daxwait => ../..
