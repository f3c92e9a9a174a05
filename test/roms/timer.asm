; What the RIOT's timer shows, a known number of cycles after it was set: the four intervals on both sides of a count,
; and what happens once it has run out.
;
; Copyright (C) 2026 the openbrain authors. Licence: GNU General Public License, version 2 or (at your option) later.
;
; A read d cycles after the write, in intervals of p cycles, shows value - 1 - (d - 1) / p, rounded down: the first
; count comes one cycle after the write. Past zero the timer counts every cycle.
;
; Result: RAM $80 is $A5 when all is done; what was read is from $82 on, in the order of the tests.

        processor 6502
        include "vcs.h"

TIMINT          = $285          ; bit 7: the timer has run out

; {1}: register that sets the timer, {2}: value, {3}: turns of the delay, {4}: what to read, {5}: NOPs.
; The read comes 15 + 5 * turns + 2 * NOPs cycles after the write.
        MAC READ_AFTER
        lda #{2}
        ldx #{3}
        sta {1}
        jsr delay
        REPEAT {5}
        nop
        REPEND
        lda {4}
        sta results,y
        iny
        ENDM

        SEG.U memory
        ORG $80
done            ds 1
unused          ds 1
results         ds 64

        SEG code
        ORG $F000

delay   dex                     ; 11 + 5 X cycles with the jump here and back
        bne delay
        rts

start   sei
        cld
        ldx #$FF
        txs
        lda #0
clear   sta $00,x
        dex
        bne clear
        ldy #0

        READ_AFTER TIM1T,200,1,INTIM,0          ; d = 20
        READ_AFTER TIM1T,200,10,INTIM,1         ; 67
        READ_AFTER TIM8T,100,1,INTIM,2          ; 24
        READ_AFTER TIM8T,100,2,INTIM,0          ; 25
        READ_AFTER TIM64T,50,9,INTIM,2          ; 64
        READ_AFTER TIM64T,50,10,INTIM,0         ; 65
        READ_AFTER T1024T,10,201,INTIM,2        ; 1024
        READ_AFTER T1024T,10,202,INTIM,0        ; 1025
        READ_AFTER TIM64T,2,25,INTIM,0          ; 140, past zero: only the first such read, for reading may change
        READ_AFTER TIM8T,4,5,INTIM,0            ; 40      the pace
        READ_AFTER TIM1T,20,5,INTIM,0           ; 40
        READ_AFTER TIM64T,100,5,TIMINT,0        ; not run out
        READ_AFTER TIM1T,20,1,TIMINT,0          ; d = 20: one cycle before
        READ_AFTER TIM1T,20,5,TIMINT,0          ; run out
        READ_AFTER TIM64T,1,30,TIMINT,0         ; run out

        lda #$A5
        sta done
rest    jmp rest

        ORG $FFFA
        .word start
        .word start
        .word start
