; Which collision latches of the TIA are set by which pair of its six objects.
;
; Copyright (C) 2026 the openbrain authors. Licence: GNU General Public License, version 2 or (at your option) later.
;
; All objects are brought to the same place, players 32 pixels wide, missiles and ball eight, the playfield everywhere.
; Each of the 15 pairs is then shown alone for two lines; after that all six together, and a pair that stands apart.
;
; Result: RAM $80 is $A5 when all is done. From $82 on two bytes a test, high byte first: bits 7 and 6 of CXM0P, CXM1P,
; CXP0FB, CXP1FB, CXM0FB, CXM1FB, CXBLPF, CXPPMM in this order from the highest bit down. CXBLPF has no bit 6.

        processor 6502
        include "vcs.h"

P0              = 1
P1              = 2
M0              = 4
M1              = 8
BL              = 16
PF              = 32

        SEG.U memory
        ORG $80
done            ds 1
shown           ds 1
results         ds 34

        SEG code
        ORG $F000

; Strobes register X + RESP0 when the beam is in the middle of the next line.
strobe  sta WSYNC
        ldy #8
.wait   dey
        bne .wait
        sta RESP0,x
        rts

start   sei
        cld
        ldx #$FF
        txs
        lda #0
clear   sta $00,x
        dex
        bne clear

        lda #%00110111          ; missiles of eight pixels, players of 32
        sta NUSIZ0
        sta NUSIZ1
        lda #%00110000          ; ball of eight pixels
        sta CTRLPF
        ldx #4                  ; RESP0, RESP1, RESM0, RESM1, RESBL
each    jsr strobe
        dex
        bpl each

        ldx #0
        ldy #0
next    lda pairs,y
        jsr show
        iny
        cpy #16
        bne next

        sta WSYNC               ; missile 1 at the left edge: away from player 0
        sta RESM1
        lda #P0+M1
        jsr show

        lda #$A5
        sta done
rest    jmp rest

; Shows the objects of mask A for two lines, alone, and adds what the latches say to the results at X.
show    sta shown
        sta WSYNC
        lsr shown
        jsr ifCarry
        sta GRP0
        lsr shown
        jsr ifCarry
        sta GRP1
        lsr shown
        jsr ifCarry
        sta ENAM0
        lsr shown
        jsr ifCarry
        sta ENAM1
        lsr shown
        jsr ifCarry
        sta ENABL
        lsr shown
        jsr ifCarry
        sta PF0
        sta PF1
        sta PF2
        sta WSYNC
        sta CXCLR
        sta WSYNC
        sta WSYNC
        lda #0
        sta GRP0
        sta GRP1
        sta ENAM0
        sta ENAM1
        sta ENABL
        sta PF0
        sta PF1
        sta PF2
        lda CXM0P
        jsr twoBits
        lda CXM1P
        jsr twoBits
        lda CXP0FB
        jsr twoBits
        lda CXP1FB
        jsr twoBits
        lda CXM0FB
        jsr twoBits
        lda CXM1FB
        jsr twoBits
        lda CXBLPF
        jsr twoBits
        lda CXPPMM
        jsr twoBits
        inx
        inx
        rts

ifCarry lda #0
        bcc none
        lda #$FF
none    rts

; Moves bits 7 and 6 of A into the result from below.
twoBits asl
        rol results+1,x
        rol results,x
        asl
        rol results+1,x
        rol results,x
        rts

pairs   .byte P0+P1, P0+M0, P0+M1, P0+BL, P0+PF, P1+M0, P1+M1, P1+BL, P1+PF
        .byte M0+M1, M0+BL, M0+PF, M1+BL, M1+PF, BL+PF
        .byte P0+P1+M0+M1+BL+PF

        ORG $FFFA
        .word start
        .word start
        .word start
