; Every documented instruction of the 6502, in every addressing mode, with random operands: what it does to the
; registers, the flags and memory, and how many cycles it takes. One checksum for each group of instructions.
;
; Copyright (C) 2026 the openbrain authors. Licence: GNU General Public License, version 2 or (at your option) later.
;
; A test of one instruction is three steps: `prepare` loads A, X, Y, flags and two cells of memory and starts the
; RIOT's timer at one count a cycle; the instruction follows; `record` reads the timer and adds everything that may
; have changed to the group's checksum. Times count from that of a NOP, so the timer's own delays do not matter.
;
; The index is always $C0. With it two cells can be reached from the zero page: $E0 within the page, and $B0 by way of
; $01B0, the same byte of RAM, in the next page, which costs a cycle more.
;
; In decimal mode an NMOS 6502 defines only the sum and the carry, and those only for decimal digits, so no more is
; recorded. Bits 4 and 5 of the flags exist on the stack only; BRK's is looked at there.
;
; Result: RAM $80 is $A5 when all is done; the checksums are three bytes each from $82 on, in the order of the groups.

        processor 6502
        include "vcs.h"

ROUNDS          = 64
INDEX           = $C0

; Groups: where their checksums begin.
LOADS           = 0
STORES          = 3
LOGIC           = 6
SUMS            = 9
COMPARISONS     = 12
SHIFTS          = 15
STEPS           = 18
TRANSFERS       = 21
BRANCHES        = 24
STACK           = 27
DECIMAL         = 30

        SEG.U memory
        ORG $80
done            ds 1
round           ds 1
checksums       ds 33
group           ds 1            ; which of them is added to
random          ds 2
startA          ds 1
startFlags      ds 1
operand         ds 1
base            ds 1            ; the timer after a NOP
elapsed         ds 1
savedX          ds 1
        ORG $B0
far             ds 1
pointer         ds 2            ; to the near cell
nearPointer     ds 2            ; INDEX below the near cell
farPointer      ds 2            ; INDEX below the far cell
target          ds 2            ; of an indirect jump
        ORG $E0
near            ds 1

        MAC GROUP
        lda #{1}
        sta group
        ENDM

; {1}: instruction, {2}: operand. One macro for each way to write an operand.
        MAC TRY_ALONE
        jsr prepare
        {1}
        jsr record
        ENDM
        MAC TRY
        jsr prepare
        {1} {2}
        jsr record
        ENDM
        MAC TRY_X
        jsr prepare
        {1} {2},x
        jsr record
        ENDM
        MAC TRY_Y
        jsr prepare
        {1} {2},y
        jsr record
        ENDM
        MAC TRY_X_INDIRECT
        jsr prepare
        {1} ({2},x)
        jsr record
        ENDM
        MAC TRY_INDIRECT_Y
        jsr prepare
        {1} ({2}),y
        jsr record
        ENDM

; The modes of LDA and its kin, but for the immediate one. `.wx` and `.wy` are dasm's words for absolute addresses.
        MAC IN_MEMORY
        TRY {1},far
        TRY_X {1},[far-INDEX]&$FF
        TRY_X {1},near-INDEX
        TRY {1}.w,near
        TRY_X {1}.wx,near-INDEX
        TRY_X {1}.wx,$0100+far-INDEX
        TRY_Y {1}.wy,near-INDEX
        TRY_Y {1}.wy,$0100+far-INDEX
        TRY_X_INDIRECT {1},[pointer-INDEX]&$FF
        TRY_INDIRECT_Y {1},nearPointer
        TRY_INDIRECT_Y {1},farPointer
        ENDM

        MAC IMMEDIATE
        TRY {1},#$00
        TRY {1},#$01
        TRY {1},#$5A
        TRY {1},#$7F
        TRY {1},#$80
        TRY {1},#$FF
        ENDM

        MAC SHIFT
        TRY {1},far
        TRY_X {1},[far-INDEX]&$FF
        TRY_X {1},near-INDEX
        TRY {1}.w,near
        TRY_X {1}.wx,near-INDEX
        TRY_X {1}.wx,$0100+far-INDEX
        ENDM

        MAC IN_A_STUB           ; {1}: the subroutine that holds the instruction
        jsr prepare
        jsr {1}
        jsr record
        ENDM

        SEG code
        ORG $F000

start   sei
        cld
        ldx #$FF
        txs
        lda #0
clear   sta $00,x
        dex
        bne clear
        sta done

        lda #<near
        sta pointer
        lda #near-INDEX
        sta nearPointer
        lda #<[$0100+far-INDEX]
        sta farPointer
        lda #$E1
        sta random
        lda #$AC
        sta random+1

        jsr prepare
        nop
        jsr measure

nextRound
        jsr draw
        sta startA
        jsr draw
        and #%11000111          ; flags: binary arithmetic
        sta startFlags
        jsr draw
        sta operand

        GROUP LOADS
        IMMEDIATE lda
        IN_MEMORY lda
        IMMEDIATE ldx
        TRY ldx,far
        TRY_Y ldx,near-INDEX
        TRY_Y ldx,[far-INDEX]&$FF
        TRY ldx.w,near
        TRY_Y ldx.wy,near-INDEX
        TRY_Y ldx.wy,$0100+far-INDEX
        IMMEDIATE ldy
        TRY ldy,far
        TRY_X ldy,near-INDEX
        TRY_X ldy,[far-INDEX]&$FF
        TRY ldy.w,near
        TRY_X ldy.wx,near-INDEX
        TRY_X ldy.wx,$0100+far-INDEX

        GROUP STORES
        IN_MEMORY sta
        TRY stx,far
        TRY_Y stx,near-INDEX
        TRY_Y stx,[far-INDEX]&$FF
        TRY stx.w,near
        TRY sty,far
        TRY_X sty,near-INDEX
        TRY_X sty,[far-INDEX]&$FF
        TRY sty.w,near

        GROUP LOGIC
        IMMEDIATE and
        IN_MEMORY and
        IMMEDIATE ora
        IN_MEMORY ora
        IMMEDIATE eor
        IN_MEMORY eor
        TRY bit,far
        TRY bit.w,near

        GROUP SUMS
        IMMEDIATE adc
        IN_MEMORY adc
        IMMEDIATE sbc
        IN_MEMORY sbc

        GROUP COMPARISONS
        IMMEDIATE cmp
        IN_MEMORY cmp
        IMMEDIATE cpx
        TRY cpx,far
        TRY cpx.w,near
        IMMEDIATE cpy
        TRY cpy,far
        TRY cpy.w,near

        jmp moreGroups

; --- The parts of a test ----------------------------------------------------------------------------------------------

prepare lda operand
        sta far
        sta near
        lda startFlags
        pha
        lda #$FF
        sta TIM1T
        lda startA
        ldx #INDEX
        ldy #INDEX
        plp
        rts

; Keeps what the timer shows, the same number of cycles after its caller as `record` reads it.
measure php
        pha
        lda INTIM
        sta base
        pla
        plp
        rts

record  php
        pha
        lda INTIM
        cld
        sta elapsed
        stx savedX
        lda base
        sec
        sbc elapsed
        jsr mix
        pla
        jsr mix
        lda savedX
        jsr mix
        tya
        jsr mix
        pla
        and #%11001111
        jsr mix
        lda near
        jsr mix
        lda far
        jsr mix
        lda #0                  ; the cells' mirror images and neighbours stay as they are
        ldx #pointer
neighbours
        clc
        adc $00,x
        inx
        cpx #target
        bne neighbours
        jmp mix

; Sum and carry of a decimal operation.
recordDecimal
        cld
        php
        jsr mix
        pla
        and #%00000001

; Adds A to the group's checksum, three bytes of which each is turned by one bit and added to.
mix     ldx group
        clc
        adc checksums,x
        sta checksums,x
        lda checksums+1,x
        asl
        adc checksums,x
        sta checksums+1,x
        lda checksums+2,x
        asl
        adc checksums+1,x
        sta checksums+2,x
        rts

; Eight steps of a Galois shift register; A: its low byte.
draw    ldy #8
drawOne lsr random+1
        ror random
        bcc drawn
        lda random+1
        eor #$B4
        sta random+1
drawn   dey
        bne drawOne
        lda random
        rts

; --- More tests -------------------------------------------------------------------------------------------------------

moreGroups
        GROUP SHIFTS
        TRY_ALONE asl
        SHIFT asl
        TRY_ALONE lsr
        SHIFT lsr
        TRY_ALONE rol
        SHIFT rol
        TRY_ALONE ror
        SHIFT ror

        GROUP STEPS
        SHIFT inc
        SHIFT dec
        TRY_ALONE inx
        TRY_ALONE dex
        TRY_ALONE iny
        TRY_ALONE dey

        GROUP TRANSFERS
        TRY_ALONE tax
        TRY_ALONE tay
        TRY_ALONE txa
        TRY_ALONE tya
        TRY_ALONE clc
        TRY_ALONE sec
        TRY_ALONE cli
        TRY_ALONE sei
        TRY_ALONE cld
        TRY_ALONE sed
        TRY_ALONE clv
        TRY_ALONE nop
        TRY_ALONE tsx
        jsr prepare
        ldx #$F5                ; moves the stack there and back
        txs
        tsx
        txa
        ldx #$FF
        txs
        jsr record

        GROUP BRANCHES
        IN_A_STUB plusOn
        IN_A_STUB minusOn
        IN_A_STUB noOverflowOn
        IN_A_STUB overflowOn
        IN_A_STUB noCarryOn
        IN_A_STUB carryOn
        IN_A_STUB notEqualOn
        IN_A_STUB equalOn
        IN_A_STUB plusBack
        IN_A_STUB minusBack
        IN_A_STUB noOverflowBack
        IN_A_STUB overflowBack
        IN_A_STUB noCarryBack
        IN_A_STUB carryBack
        IN_A_STUB notEqualBack
        IN_A_STUB equalBack
        IN_A_STUB plusNear
        IN_A_STUB minusNear
        IN_A_STUB noOverflowNear
        IN_A_STUB overflowNear
        IN_A_STUB noCarryNear
        IN_A_STUB carryNear
        IN_A_STUB notEqualNear
        IN_A_STUB equalNear

        GROUP STACK
        jsr prepare
        pha
        lda #0
        pla
        jsr record
        jsr prepare
        php
        pla                     ; bits 4 and 5 are set
        jsr record
        jsr prepare
        pha
        plp
        cld                     ; the start value may have set it
        jsr record
        jsr prepare
        jmp direct
direct  jsr record
        lda #<indirect
        sta target
        lda #>indirect
        sta target+1
        jsr prepare
        jmp (target)
indirect
        jsr record
        lda #0
        sta target
        sta target+1
        jsr prepare
        jmp (pageEnd)           ; an NMOS 6502 takes the second byte from the beginning of the same page
wrapped jsr record
        jsr prepare
        brk
        .byte 0                 ; BRK skips this byte
        jsr record

        GROUP DECIMAL
        lda startFlags
        and #%00000001
        ora #%00001000
        sta startFlags
        lda startA
        and #$99                ; only decimal digits
        sta startA
        lda operand
        and #$77
        sta operand
        jsr decimalTests
        lda startA
        lsr
        and #$44                ; 9 and 1 become 4 and 0: other carries
        sta startA
        lda operand
        ora #$11
        sta operand
        jsr decimalTests

        dec round
        lda #<-ROUNDS
        cmp round
        beq finished
        jmp nextRound
finished
        lda #$A5
        sta done
rest    jmp rest

decimalTests
        jsr prepare
        adc far
        jsr recordDecimal
        jsr prepare
        sbc far
        jsr recordDecimal
        jsr prepare
        adc #$99
        jsr recordDecimal
        jsr prepare
        sbc #$09
        jmp recordDecimal

; Comes from BRK, goes on two bytes behind it. What the stack says of flags and place is part of the result.
interrupt
        pla
        pha
        ora startA              ; bits of flags in A, where `record` finds them
        rti

        ORG $FE00
        .byte >wrapped          ; see `pageEnd`

; --- Branches ---------------------------------------------------------------------------------------------------------
; Eight that stay in their page, and eight forwards and eight backwards across its end.

        ORG $FE80
        MAC NEAR_BRANCH
        {1} .taken
        nop
        nop
.taken  rts
        ENDM

        SUBROUTINE
plusNear
        NEAR_BRANCH bpl
        SUBROUTINE
minusNear
        NEAR_BRANCH bmi
        SUBROUTINE
noOverflowNear
        NEAR_BRANCH bvc
        SUBROUTINE
overflowNear
        NEAR_BRANCH bvs
        SUBROUTINE
noCarryNear
        NEAR_BRANCH bcc
        SUBROUTINE
carryNear
        NEAR_BRANCH bcs
        SUBROUTINE
notEqualNear
        NEAR_BRANCH bne
        SUBROUTINE
equalNear
        NEAR_BRANCH beq

        ORG $FEE6
before  rts
plusOn  bpl after
        rts
minusOn bmi after
        rts
noOverflowOn
        bvc after
        rts
overflowOn
        bvs after
        rts
noCarryOn
        bcc after
        rts
carryOn bcs after
        rts
notEqualOn
        bne after
        rts
equalOn beq after
        rts
pageEnd .byte <wrapped          ; at $FEFF; its second byte is at $FE00

        ORG $FF00
after   rts
plusBack
        bpl before
        rts
minusBack
        bmi before
        rts
noOverflowBack
        bvc before
        rts
overflowBack
        bvs before
        rts
noCarryBack
        bcc before
        rts
carryBack
        bcs before
        rts
notEqualBack
        bne before
        rts
equalBack
        beq before
        rts

        ORG $FFFC
        .word start
        .word interrupt
