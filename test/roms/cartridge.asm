; Touches a cartridge at random, wherever its scheme does something, and shows in RAM and in colours what it read.
;
; Copyright (C) 2026 the openbrain authors. Licence: GNU General Public License, version 2 or (at your option) later.
;
; The program is one page. test/parity/cartridges.test.ts puts it at the end of every 1K of a ROM of random bytes, so
; that it is found at $FF00 whatever the scheme shows after a reset. It copies itself to RAM and stays there: whichever
; bank is shown from then on, nothing but the accesses below changes what the program does.
;
; Each picture makes ROUNDS accesses. Half of them go anywhere in the cartridge, half to the scheme's hot spots: those
; are `hotBase` with the bits of `hotMask` changed at random, which the test fills in. An access is a read, a write, a
; read-modify-write or a read into an EOR; what was read goes into `sum`, and `sum` into the background's colour. After
; every fourth access a subroutine is entered somewhere in $1FC0-$1FF7, where the test has put instructions that change
; nothing but A, X and the carry: they run over the hot spots at the cartridge's end, from bank to bank, to an RTS at
; $1FFA or $1FFB.
;
; Registers of the TIA are addressed by their mirrors at $40, because some cartridges watch $00-$3F.

        processor 6502

WSYNC           = $42
VSYNC           = $40
VBLANK          = $41
COLUBK          = $49
ROUNDS          = 80

        SEG code
        ORG $FF00
start   sei
        cld
        ldx #$FF
        txs
        stx $3C                 ; a Megacart's slots hold anything before they are set
        stx $3D
        stx $3E
        stx $3F
        ldx #PROGRAM_LENGTH - 1
copy    lda image,x
        sta $80,x
        dex
        bpl copy
        lda #0
        sta VBLANK
        jmp main

image
        RORG $80
hotBase .word $1FF8             ; the test finds these four bytes by their place, image
hotMask .word $0003
random  .word $1D2B
sum     .byte 0

instructions
        .byte $AD, $4D, $8D, $EE        ; LDA, EOR, STA, INC

access  lda $FFFF               ; the three bytes are filled in

        eor sum
        rol
        sta sum
        dex
        bne quiet               ; only after an EOR
call    jsr $1FC0               ; the low byte is filled in
        sta sum
quiet   sta COLUBK
        dey
        bne round

main    lda #2
        sta WSYNC
        sta VSYNC
        sta WSYNC
        sta WSYNC
        lda #0
        sta VSYNC
        ldy #ROUNDS
round   sta WSYNC

        ; A 16-bit xorshift generator (7, 9, 8)
        lda random + 1
        lsr
        lda random
        ror
        eor random + 1
        sta random + 1
        ror
        eor random
        sta random
        eor random + 1
        sta random + 1

        ; Where to
        bit random
        bmi hot
        ora #$10
        sta access + 2
        lda random
        rol
        jmp there
hot     and hotMask + 1
        ora hotBase + 1
        sta access + 2
        lda random
        and hotMask
        ora hotBase
there   sta access + 1

        ; What to do there
        lda random + 1          ; its highest bits, which no address needs
        asl
        rol
        rol
        and #3
        tax
        lda instructions,x
        sta access
        lda random
        and #$37
        ora #$C0
        sta call + 1
        eor sum
        jmp access
PROGRAM_LENGTH  = * - hotBase
        REND

        ORG $FFFC
        .word start
        .word start
