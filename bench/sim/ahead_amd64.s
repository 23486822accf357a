#include "go_asm.h"
#include "textflag.h"

// HALF is half a KiB from p on.
#define HALF(p) \
	PREFETCHT0 (p); \
	PREFETCHT0 64(p); \
	PREFETCHT0 128(p); \
	PREFETCHT0 192(p); \
	PREFETCHT0 256(p); \
	PREFETCHT0 320(p); \
	PREFETCHT0 384(p); \
	PREFETCHT0 448(p)

// func prefetch(first, a, b, c, d *Task)
TEXT ·prefetch(SB), NOSPLIT, $0-40
	MOVQ first+0(FP), AX
	HALF(AX)
	MOVQ Task_stack(AX), BX
	SUBQ $128, BX // of the frames below that of giveWay
	HALF(BX)
	MOVQ Task_g(AX), BX
	HALF(BX)
	MOVQ (Task_place+place_next)(AX), BX
	PREFETCHT0 (BX)
	MOVQ (Task_place+place_yield)(AX), BX
	PREFETCHT0 (BX)
	MOVQ a+8(FP), AX
	PREFETCHT0 (AX)
	MOVQ b+16(FP), AX
	PREFETCHT0 (AX)
	MOVQ c+24(FP), AX
	PREFETCHT0 (AX)
	MOVQ d+32(FP), AX
	PREFETCHT0 (AX)
	RET

// func current() uintptr
TEXT ·current(SB), NOSPLIT, $0-8
	MOVQ (TLS), AX
	MOVQ AX, ret+0(FP)
	RET
