; Orchard: a game for the Atari 2600 that comes with openbrain, so that there is something to learn without buying
; a cartridge. Apples fall from three trees; a basket moved by the left joystick catches them.
;
; Copyright (C) 2026 the openbrain authors. Licence: GNU General Public License, version 2 or (at your option) later.
; Assembler: dasm. The image is 4096 bytes, mapped at $F000, without bank switching.
;
; ---------------------------------------------------------------------------------------------------------------------
; The rules
;
;   RESET (or FIRE while no game is on) starts a game of five lives. An apple hangs for a moment in the leaves, then
;   falls. Caught, it scores one point and the next falls a little faster; on the grass, it costs a life.
;   SELECT chooses the game:   1  apples only
;                              2  wasps' nests fall too: let them pass, for a caught one costs a life
;                              3  a wind carries the apples sideways
;                              4  nests and wind
;   The left difficulty switch on A makes the basket half as wide.
;
; ---------------------------------------------------------------------------------------------------------------------
; How the program uses the machine
;
; The machine has no picture memory. The TIA draws the line that its registers describe at this moment, and the
; program rewrites those registers while the beam moves. One line lasts 76 processor cycles: 22 2/3 of them pass while
; the beam is dark and returns to the left, 53 1/3 while it draws 160 pixels, three to a cycle. A write to WSYNC stops
; the processor until the next line begins, so cycles are counted from there: the numbers in the right-hand comments
; say how many have passed in the line when the instruction is done.
;
; A picture has 262 lines, sixty times a second:
;
;      3   VSYNC     the television's signal to return to the top
;     37   dark      what to draw is prepared: digits looked up, sprites moved
;    192   visible     24  score
;                     152  the orchard (the "field"): 40 leaves, 84 trunks, 15 basket, 13 grass
;                      16  lives
;     30   dark      the game itself is played: joystick, falling, catching, sound
;
; The dark parts end by the RIOT's timer rather than by counting, because their work differs from frame to frame.
; The joystick is read in the last part, so a push moves the basket in the next picture.
;
; Objects: player 0 is the basket, player 1 the fruit, and the playfield, reflected about the middle, is leaves, trunks
; and blades of grass. For the score and the lives both players change their part: each is drawn in three copies,
; interleaved, and reloaded between the copies, which makes six columns of eight pixels (`drawSix`). Missiles, ball and
; the second voice of sound are not used.
;
; Every line of the field prepares the fruit's next line: is this line one of the fruit's twelve? Then its shape and
; colour are looked up and kept in A and X until the line begins, when they can be stored at once, before the beam
; reaches the picture. Lines count downwards from 0 at the top of the leaves, as the fruit's height in memory does.
;
; Chance: a 16-bit shift register, started with the same value at power on, moves once a frame and once or twice more
; while the stick is held to a side. Two games played alike are alike; where the next fruit falls depends on when the
; last was caught and on how long the stick was held to either side before.
; ---------------------------------------------------------------------------------------------------------------------

        processor 6502
        include "vcs.h"

; --- Measures -------------------------------------------------------------------------------------------------------

; Lines of the field at which its parts begin.
TRUNKS          = 40
BASKET          = 124
GRASS           = 139
FIELD_END       = 152

FRUIT_LINES     = 12
GROUND          = 145           ; a fruit's lowest line comes to rest here
RIM_DEPTH       = 10            ; lines below the rim in which a fruit may still be caught
NOWHERE         = 200           ; a fruit at this height is not drawn
IN_BASKET       = BASKET - 6    ; height of a caught fruit: half of it shows above the rim,
ABOVE_BASKET    = BASKET - 11   ; and of the wasps, which leave their nest

BASKET_SPEED    = 2             ; pixels a frame
LEFT_END        = 6             ; the basket stays between these two pixels,
RIGHT_END       = 154
LAST_X          = 146           ; for this is the last pixel to which `position` can move an object within a line
WIDE            = 16
NARROW          = 8

LIVES           = 5
HANG_FRAMES     = 20
CATCH_FRAMES    = 8
LOSS_FRAMES     = 40

; Speeds are lines a frame in 8.8 fixed point.
START_SPEED     = $0140
SPEED_STEP      = $08           ; added with every catch
TOP_SPEED       = $05           ; whole lines

; Phases. From HANGING on, a game is being played.
TITLE           = 0
CHOOSING        = 1
OVER            = 2
HANGING         = 3
FALLING         = 4
CAUGHT          = 5
LOST            = 6
STUNG           = 7

; Bits of the mode.
WITH_NESTS      = %01
WITH_WIND       = %10

; What the fruit looks like: offsets into `shapes` and `colours`.
APPLE           = 0
NEST            = 16
SPLASH          = 32
SWARM           = 48            ; and 64: two pictures in turn

; --- Memory ---------------------------------------------------------------------------------------------------------

        SEG.U memory
        ORG $80

frame           ds 1            ; $80  counts pictures
chance          ds 2            ; $81  the shift register, low byte first
phase           ds 1            ; $83  one of the phases above
scoreHigh       ds 1            ; $84  score in binary-coded decimal: thousands and hundreds,
scoreLow        ds 1            ; $85  tens and units
lives           ds 1            ; $86  0 only once a game is over
mode            ds 1            ; $87  0..3
basketX         ds 1            ; $88  left edge, in pixels from the left of the picture
basketWidth     ds 1            ; $89  16 or 8 pixels
fruitX          ds 1            ; $8a  left edge; a fruit is eight pixels wide
fruitY          ds 1            ; $8b  highest line, counted from the top of the leaves
fruitYFraction  ds 1            ; $8c  256ths of a line
fruitKind       ds 1            ; $8d  APPLE or NEST
fallSpeed       ds 2            ; $8e  fraction, whole
wind            ds 1            ; $90  pixels in two frames, signed
wait            ds 1            ; $91  frames until the phase ends
selectWas       ds 1            ; $92  SELECT as it was in the last frame: 0 pressed

soundTime       ds 1            ; $93  frames left, and the volume
soundTone       ds 1
soundPitch      ds 1
soundSlide      ds 1

; Needed only while a picture is drawn.
slots           ds 12           ; addresses of the six columns' pictures
sky             ds 2            ; address of the sky's colours
fruitLook       ds 1            ; offset into `shapes`
row             ds 1
temporary       ds 1

; --- Macros ---------------------------------------------------------------------------------------------------------

; The same byte for two lines: the leaves are drawn in blocks of four pixels by two lines.
        MAC TWICE
        .byte {1},{1}
        ENDM

; {1} lines of colour {2}.
        MAC LINES
        REPEAT {1}
        .byte {2}
        REPEND
        ENDM

; An index that leads from its base into another page costs a cycle, which the lines of the field do not have.
; {1}: the address to which the index is added, {2}: the highest index.
        MAC ON_ONE_PAGE
        IF [[{1}+{2}] ^ [{1}]] & $FF00
        ECHO "index leads out of the page:", {1}
        ERR
        ENDIF
        ENDM

        SEG code
        ORG $F000

; --- Power on -------------------------------------------------------------------------------------------------------

start   sei
        cld
        ldx #$FF
        txs
        lda #0
clear   sta $00,x               ; silences the TIA, too
        dex
        bne clear
        sta VSYNC

        lda #$E1                ; any value but zero, from which the register would never move
        sta chance
        lda #$AC
        sta chance+1
        lda #LIVES
        sta lives
        lda #72
        sta basketX
        lda #NOWHERE
        sta fruitY

; --- One picture ----------------------------------------------------------------------------------------------------

        SUBROUTINE
picture lda #%10
        sta WSYNC
        sta VBLANK
        sta VSYNC
        sta WSYNC
        sta WSYNC
        lda #0
        sta WSYNC
        sta VSYNC               ; three lines after it was set
        lda #44                 ; shows 0 after 43 * 64 cycles, in the last of these 37 lines
        sta TIM64T

        jsr prepare

waitForTop
        lda INTIM
        bne waitForTop
        sta WSYNC
        sta VBLANK              ; A is 0: the picture begins

        ; 24 lines of score
        sta WSYNC
        sta WSYNC
        jsr drawSix
        sta WSYNC

        lda #0
        sta VDELP0
        sta VDELP1
        sta NUSIZ1
        ldx basketX
        lda basketWidth
        cmp #WIDE
        lda #0                  ; one copy of single width
        bcc .narrow
        dex                     ; the TIA draws wide players one pixel late
        lda #%101               ; one copy of double width
.narrow sta NUSIZ0
        txa
        ldx #0
        jsr position
        sta WSYNC

        lda fruitX
        ldy phase
        cpy #HANGING
        bne .steady
        ldy wait                ; about to fall: the apple trembles
        cpy #10
        bcs .steady
        tya
        and #%10
        lsr
        adc fruitX              ; carry is clear
.steady ldx #1
        jsr position
        sta WSYNC
        sta HMOVE

        lda #%1                 ; reflected playfield
        sta CTRLPF
        ldy #TRUNKS
        lda (sky),y             ; behind the leaves the sky has the colour of its first line
        sta WSYNC
        sta WSYNC
        sta COLUBK              ; a line of sky above the leaves
        lda #0                  ; the first line has no fruit
        tax
        tay
        jmp leavesLine

; --- The field ------------------------------------------------------------------------------------------------------
; Y: line of the field. A and X: the fruit's shape and colour in that line, looked up while the line before was drawn.

        ALIGN 256

; Lines without fruit: shape 0. They stand apart because the last line of each part has no cycle to jump over them.
noLeaves
        lda #0
        cpy #TRUNKS
        bcc leavesLine
        bcs trunkLine
noTrunk lda #0
        cpy #BASKET
        bcc trunkLine
        bcs basketLine

leavesLine
        sta WSYNC
        sta GRP1                ;  3
        stx COLUP1              ;  6
        lda leafColour,y        ; 10
        sta COLUPF              ; 13
        lda leaves0,y           ; 17
        sta PF0                 ; 20   needed by 22
        lda leaves1,y           ; 24
        sta PF1                 ; 27   needed by 28
        lda leaves2,y           ; 31
        sta PF2                 ; 34   needed by 38

        iny                     ; 36
        tya                     ; 38
        sec                     ; 40
        sbc fruitY              ; 43
        cmp #FRUIT_LINES        ; 45
        bcs noLeaves            ; 47
        adc fruitLook           ; 50   carry is clear
        tax                     ; 52
        lda colours,x           ; 56
        sta temporary           ; 59
        lda shapes,x            ; 63
        ldx temporary           ; 66
        cpy #TRUNKS             ; 68
        bcc leavesLine          ; 71   and 74 after the write to WSYNC

trunkLine
        sta WSYNC
        sta GRP1                ;  3
        stx COLUP1              ;  6
        lda (sky),y             ; 11
        sta COLUBK              ; 14
        lda bark-TRUNKS,y       ; 18
        sta COLUPF              ; 21
        lda stem1-TRUNKS,y      ; 25
        sta PF1                 ; 28   needed by 28
        lda stem2-TRUNKS,y      ; 32
        sta PF2                 ; 35

        iny                     ; 37
        tya                     ; 39
        sec                     ; 41
        sbc fruitY              ; 44
        cmp #FRUIT_LINES        ; 46
        bcs noTrunk             ; 48
        adc fruitLook           ; 51
        tax                     ; 53
        lda colours,x           ; 57
        sta temporary           ; 60
        lda shapes,x            ; 64
        ldx temporary           ; 67
        cpy #BASKET             ; 69
        bcc trunkLine           ; 72

basketLine
        sta WSYNC
        sta GRP1                ;  3
        stx COLUP1              ;  6
        lda wicker-BASKET,y     ; 10
        sta GRP0                ; 13
        lda wickerColour-BASKET,y ; 17
        sta COLUP0              ; 20
        lda stem1-TRUNKS,y      ; 24
        sta PF1                 ; 27
        lda stem2-TRUNKS,y      ; 31
        sta PF2                 ; 34

        iny                     ; 36
        tya
        sec
        sbc fruitY
        cmp #FRUIT_LINES
        bcs noBasket            ; 47
        adc fruitLook
        tax
        lda colours,x
        sta temporary
        lda shapes,x
        ldx temporary           ; 66
        cpy #GRASS
        bcc basketLine          ; 71

grassLine                       ; the basket's last line was empty: player 0 is off
        sta WSYNC
        sta GRP1                ;  3
        stx COLUP1              ;  6
        lda ground-GRASS,y      ; 10
        sta COLUBK              ; 13
        lda bladeColour-GRASS,y ; 17
        sta COLUPF              ; 20
        lda stem1-TRUNKS,y      ; 24
        sta PF1                 ; 27
        lda stem2-TRUNKS,y      ; 31
        sta PF2                 ; 34

        iny                     ; 36
        tya
        sec
        sbc fruitY
        cmp #FRUIT_LINES
        bcs noGrass             ; 47
        adc fruitLook
        tax
        lda colours,x
        sta temporary
        lda shapes,x
        ldx temporary           ; 66
        cpy #FIELD_END
        bcc grassLine           ; 71
        bcs fieldDone

noBasket
        lda #0
        cpy #GRASS
        bcc basketLine
        bcs grassLine
noGrass lda #0
        cpy #FIELD_END
        bcc grassLine

        SUBROUTINE
fieldDone                       ; 16 lines of lives
        lda #0
        sta WSYNC
        sta COLUBK
        sta GRP1
        sta GRP0                ; clears player 1's delayed shape, too, which is about to be on view
        sta PF1
        sta PF2
        jsr threeCopies
        lda #$2A
        sta COLUP0
        sta COLUP1

        ldx #10                 ; as many small baskets as there are lives
.each   txa
        lsr
        cmp lives
        lda #<blank
        bcs .gone
        lda #<lifePicture
.gone   sta slots,x
        dex
        dex
        bpl .each

        jsr placeSix
        jsr drawSix
        lda #%10
        sta WSYNC
        sta VBLANK

        lda #36                 ; shows 0 after 35 * 64 cycles, in the last of these 30 lines
        sta TIM64T
        jsr play
waitForEnd
        lda INTIM
        bne waitForEnd
        jmp picture

; --- Six columns of eight pixels ------------------------------------------------------------------------------------
; Player 0 is drawn at pixels 56, 72 and 88, player 1 at 64, 80 and 96, ten lines high. The TIA keeps a second,
; "delayed" shape for each player, into which the first is copied when the other player's shape is written; so each
; write below puts the next column into hiding and the one before on view, and six columns need but seven writes,
; of which the last four must fall between the copies, three cycles and nine pixels apart.
; One turn of the loop lasts exactly one line and needs no WSYNC. A branch that leads into another page takes a cycle
; more, so this loop and that of `position` share a page.

        ALIGN 256

        SUBROUTINE
drawSix lda #9
        sta row
        sta WSYNC
        ldx #11                 ;  2
.delay  dex
        bne .delay              ; 56
        nop
        nop
        nop                     ; 62
.line   ldy row                 ; 65
        lda (slots+0),y         ; 70
        sta GRP0                ; 73
        nop                     ; 75
        nop                     ;  1
        lda (slots+2),y         ;  6
        sta GRP1                ;  9
        lda (slots+4),y         ; 14
        sta GRP0                ; 17
        lda (slots+6),y         ; 22
        sta temporary           ; 25
        lda (slots+8),y         ; 30
        tax                     ; 32
        lda (slots+10),y        ; 37
        tay                     ; 39
        lda temporary           ; 42
        sta GRP1                ; 45
        stx GRP0                ; 48
        sty GRP1                ; 51
        sta GRP0                ; 54   only to bring the sixth column on view
        dec row                 ; 59
        bpl .line               ; 62
        lda #0
        sta GRP0
        sta GRP1
        sta GRP0
        rts

; Puts the players where `drawSix` needs them. Returns early in the third line from here.
placeSix
        lda #56
        ldx #0
        jsr position
        lda #64
        ldx #1
        jsr position
        sta WSYNC
        sta HMOVE
        rts

threeCopies
        lda #%011               ; three copies, each eight pixels from the next
        sta NUSIZ0
        sta NUSIZ1
        sta VDELP0
        sta VDELP1
        rts

; Moves player X to pixel A: strobes its RESP when the beam is near (each turn of the loop is 5 cycles or 15 pixels)
; and leaves the rest of the way, -7 to +7 pixels, to the next HMOVE. Uses the next line, up to cycle 73 for LAST_X.
        SUBROUTINE
position
        clc
        adc #3                  ; RESP takes effect that much earlier than the arithmetic says
        sec
        sta WSYNC
.divide sbc #15
        bcs .divide
        eor #7
        asl
        asl
        asl
        asl
        sta HMP0,x
        sta RESP0,x
        rts

; --- Before the picture: what will be drawn -------------------------------------------------------------------------

        SUBROUTINE
prepare ldx #10
        lda #>glyphs
.high   sta slots+1,x
        dex
        dex
        bpl .high

        lda phase
        bne .digits
        ldx #10                 ; the title fills all six columns
.title  lda titleColumns,x
        sta slots,x
        dex
        dex
        bpl .title
        bmi .place

.digits lda #<blank
        sta slots+0
        sta slots+10
        ldy #2
        lda #0
        sta temporary           ; stays 0 as long as only leading zeros were met
        ldx phase
        cpx #CHOOSING
        bne .score
        jsr twoDigits
        ldx mode
        inx                     ; people count from 1
        txa
        bne .units
.score  lda scoreHigh
        jsr twoDigits
        lda scoreLow
.units  jsr twoDigits

.place  jsr threeCopies
        jsr placeSix
        lda #$0E
        sta COLUP0
        sta COLUP1

        lda #<(day-TRUNKS)
        ldx phase
        cpx #OVER
        bne .light
        lda #<(dusk-TRUNKS)
.light  sta sky
        lda #>(day-TRUNKS)
        sta sky+1

        lda fruitKind
        cpx #LOST
        bne .whole
        lda #SPLASH
.whole  cpx #STUNG
        bne .calm
        lda frame
        asl
        asl
        and #16                 ; the wasps change places every four frames
        clc
        adc #SWARM
.calm   sta fruitLook
        rts

; Two digits of A into the columns at Y and Y+2.
        SUBROUTINE
twoDigits
        pha
        lsr
        lsr
        lsr
        lsr
        jsr oneDigit
        pla
        and #$0F
        SUBROUTINE
oneDigit
        tax
        ora temporary
        sta temporary
        bne .show
        cpy #8                  ; the last digit is shown even if it is a zero
        beq .show
        lda #<blank
        bne .store
.show   lda digitAddresses,x
.store  sta slots,y
        iny
        iny
        rts

; --- After the picture: the game ------------------------------------------------------------------------------------

        SUBROUTINE
play    inc frame
        jsr sound
        jsr moveChance

        ; The left difficulty switch: bit 6, set on A.
        ldx #WIDE
        bit SWCHB
        bvc .easy
        ldx #NARROW
.easy   stx basketWidth

        ; SELECT acts when it goes down, RESET as long as it is held.
        lda SWCHB
        and #%10
        tax
        eor #%10
        and selectWas
        stx selectWas
        beq .noSelect
        ldx mode
        inx
        txa
        and #%11
        sta mode
        lda #CHOOSING
        sta phase
        lda #LIVES
        sta lives
        lda #NOWHERE
        sta fruitY
        ldx #SELECT_SOUND
        jsr startSound
.noSelect
        lda SWCHB
        lsr
        bcc newGame
        lda phase
        cmp #HANGING
        bcs .playing
        bit INPT4               ; FIRE: bit 7, clear while it is pressed
        bpl newGame
        rts

.playing
        jsr moveBasket
        ldx phase
        cpx #FALLING
        bne .waiting
        jmp fall

.waiting
        cpx #CAUGHT
        beq .carry
        cpx #STUNG
        bne .count
.carry  jsr putInBasket
.count  dec wait
        bne .return
        lda phase
        cmp #HANGING
        beq .letFall
        lda lives
        bne newFruit
        lda #OVER
        sta phase
        lda #NOWHERE
        sta fruitY
        ldx #OVER_SOUND
        jmp startSound
.letFall
        lda #FALLING
        sta phase
.return rts

        SUBROUTINE
newGame lda #0
        sta scoreHigh
        sta scoreLow
        lda #LIVES
        sta lives
        lda #<START_SPEED
        sta fallSpeed
        lda #>START_SPEED
        sta fallSpeed+1
        lda #72
        sta basketX
        ldx #START_SOUND
        jsr startSound

; The next thing to fall, chosen by chance: where, how high in the leaves, and, if the mode has them, nest and wind.
        SUBROUTINE
newFruit
        lda chance
        and #$7F
        clc
        adc #16
        sta fruitX              ; 16..143
        lda chance+1
        and #%111
        adc #16                 ; carry is clear
        sta fruitY              ; 16..23
        lda #0
        sta fruitYFraction
        sta wind

        ldx #APPLE
        lda mode
        and #WITH_NESTS
        beq .apple
        lda chance+1
        and #%00110000
        bne .apple              ; one in four
        ldx #NEST
.apple  stx fruitKind

        lda mode
        and #WITH_WIND
        beq .calm
        ldx #1
        bit chance+1
        bpl .east
        ldx #-1
.east   stx wind
.calm
        lda #HANG_FRAMES
        sta wait
        lda #HANGING
        sta phase
        rts

; The stick: bit 7 right, bit 6 left, clear while it is held there.
        SUBROUTINE
moveBasket
        lda basketX
        bit SWCHA
        bmi .notRight
        clc
        adc #BASKET_SPEED
.notRight
        bit SWCHA
        bvs .notLeft
        sec
        sbc #BASKET_SPEED
.notLeft
        cmp #LEFT_END
        bcs .inField
        lda #LEFT_END
.inField
        sta basketX
        lda #RIGHT_END          ; the right end depends on the width, which the switch may just have changed
        sec
        sbc basketWidth
        cmp basketX
        bcs .done
        sta basketX
.done   rts

        SUBROUTINE
fall    lda fruitYFraction
        clc
        adc fallSpeed
        sta fruitYFraction
        lda fruitY
        adc fallSpeed+1
        sta fruitY

        lda frame
        lsr
        bcc .still              ; the wind moves a fruit in every second frame
        lda fruitX
        clc
        adc wind
        cmp #LEFT_END
        bcc .turn
        cmp #LAST_X+1
        bcc .drift
.turn   lda #0                  ; at either side it turns
        sec
        sbc wind
        sta wind
        jmp .still
.drift  sta fruitX
.still
        ; Between rim and bottom of the basket, and over it?
        lda fruitY
        cmp #BASKET-FRUIT_LINES+1
        bcc .falling
        cmp #BASKET-FRUIT_LINES+1+RIM_DEPTH
        bcs .below
        lda fruitX
        adc #6                  ; carry is clear; two pixels of the fruit's eight must meet the basket
        cmp basketX
        bcc .falling
        lda basketX
        adc basketWidth         ; carry is set: one more
        sec
        sbc #3
        cmp fruitX
        bcs caught
.below  lda fruitY
        cmp #GROUND-FRUIT_LINES+1
        bcs landed
.falling
        rts

        SUBROUTINE
caught  lda fruitKind
        cmp #NEST
        beq stung
        sed
        lda scoreLow
        clc
        adc #1
        sta scoreLow
        lda scoreHigh
        adc #0
        sta scoreHigh
        cld

        lda fallSpeed+1
        cmp #TOP_SPEED
        bcs .fastest
        lda fallSpeed
        adc #SPEED_STEP         ; carry is clear
        sta fallSpeed
        bcc .fastest
        inc fallSpeed+1
.fastest
        lda #CATCH_FRAMES
        sta wait
        lda #CAUGHT
        sta phase
        ldx #CATCH_SOUND
        jsr startSound

; A caught fruit stays behind the basket's front and moves with it.
        SUBROUTINE
putInBasket
        lda basketWidth
        sec
        sbc #8
        lsr
        clc
        adc basketX
        sta fruitX
        lda #IN_BASKET
        ldx phase
        cpx #STUNG
        bne .low
        lda #ABOVE_BASKET
.low    sta fruitY
        rts

stung   lda #STUNG
        ldx #STUNG_SOUND
        jsr loseLife
        jmp putInBasket

        SUBROUTINE
landed  lda #GROUND-FRUIT_LINES+1
        sta fruitY
        lda fruitKind
        cmp #NEST
        beq .harmless
        lda #LOST
        ldx #LOSS_SOUND
        jmp loseLife
.harmless
        jmp newFruit

; A: the phase that follows, X: its sound.
loseLife
        sta phase
        dec lives
        lda #LOSS_FRAMES
        sta wait
        jmp startSound

; --- Chance ---------------------------------------------------------------------------------------------------------
; A Galois shift register with the feedback of the maximal period 65535. Left moves it twice, right three times.

        SUBROUTINE
moveChance
        jsr .once
        lda SWCHA
        asl                     ; carry: right, minus: left
        bcs .notRight
        jsr .once
        jsr .once
.notRight
        bit SWCHA
        bvs .notLeft
.once   lsr chance+1
        ror chance
        bcc .notLeft
        lda chance+1
        eor #$B4
        sta chance+1
.notLeft
        rts

; --- Sound ----------------------------------------------------------------------------------------------------------
; One voice. A sound is a tone of the TIA, a pitch that slides, and a time; it fades as its time runs out.

START_SOUND     = 0
CATCH_SOUND     = 1
LOSS_SOUND      = 2
STUNG_SOUND     = 3
SELECT_SOUND    = 4
OVER_SOUND      = 5

soundTimes      .byte 20, 10, 24, 40,  6, 40
soundTones      .byte  4,  4,  6,  8, 12, 12
soundPitches    .byte 24, 14,  6,  3, 10,  8
soundSlides     .byte -1, -1,  1,  0,  0,  1

startSound
        lda soundTimes,x
        sta soundTime
        lda soundTones,x
        sta soundTone
        lda soundPitches,x
        sta soundPitch
        lda soundSlides,x
        sta soundSlide
        rts

        SUBROUTINE
sound   lda soundTime
        beq .silent
        dec soundTime
        lsr
        cmp #11
        bcc .fading
        lda #10
.fading ldx soundPitch
        stx AUDF0
        ldx soundTone
        stx AUDC0
        pha
        lda frame
        lsr
        bcc .hold               ; pitches slide in every second frame
        lda soundPitch
        clc
        adc soundSlide
        sta soundPitch
.hold   pla
.silent sta AUDV0
        rts

; --- Pictures: the fruit --------------------------------------------------------------------------------------------
; Five looks of twelve lines in steps of sixteen bytes, from the top down.

        ALIGN 256

shapes
        .byte %00000110         ; apple
        .byte %00011100
        .byte %00010000
        .byte %01101110
        .byte %11111111
        .byte %10111111
        .byte %10011111
        .byte %11111111
        .byte %11111111
        .byte %01111110
        .byte %01111110
        .byte %00100100
        ds 4

        .byte %00011000         ; nest
        .byte %00111100
        .byte %01111110
        .byte %01111110
        .byte %11111111
        .byte %11111111
        .byte %11111111
        .byte %11100111
        .byte %11100111
        .byte %01111110
        .byte %01111110
        .byte %00111100
        ds 4

        .byte 0                 ; apple on the ground
        .byte 0
        .byte 0
        .byte 0
        .byte 0
        .byte 0
        .byte %00010000
        .byte %10000001
        .byte %00100100
        .byte %01111110
        .byte %11111111
        .byte %11111111
        ds 4

        .byte %10001000         ; wasps
        .byte %00000001
        .byte %00100100
        .byte %01000010
        .byte %00010000
        .byte %10000101
        .byte %00101000
        .byte %00000010
        .byte %11010001
        .byte %00001000
        .byte %01000100
        .byte %00010010
        ds 4

        .byte %00010001
        .byte %01000000
        .byte %00001010
        .byte %10100001
        .byte %00000100
        .byte %01010000
        .byte %10000010
        .byte %00100100
        .byte %00001001
        .byte %10100000
        .byte %00000101
        .byte %01001000

        ALIGN 256

; In the same steps.
colours .byte $C8, $C6, $F2, $46, $46, $44, $44, $44, $44, $42, $42, $40
        ds 4
        .byte $F4, $1A, $1C, $F2, $1C, $1C, $F2, $1C, $1A, $F2, $1A, $18
        ds 4
        LINES 7, $0E
        .byte $46, $46, $46, $44, $42
        ds 4
        LINES 12, $1E
        ds 4
        LINES 12, $1E
        ds 4

; --- Pictures: the field --------------------------------------------------------------------------------------------

; Fifteen lines of basket, the last of them empty. They begin as far into the page as their first line's number says, so
; that the base from which they are indexed lies in the same page.
        ds colours + BASKET - .
wicker  .byte %11111111
        .byte %11111111
        .byte %01111110
        .byte %01111110
        .byte %01011010
        .byte %01111110
        .byte %01111110
        .byte %01101110
        .byte %01111110
        .byte %01111110
        .byte %01011010
        .byte %01111110
        .byte %01111110
        .byte %00111100
        .byte 0

wickerColour
        .byte $FC, $FA, $F4, $F8, $F8, $FA, $FA, $F8, $F8, $FA, $FA, $F8, $F6, $F4, $F4

ground  .byte $D6, $D6, $D6, $D6, $D6, $D6, $D4, $D4, $D6, $D4, $D2, $D4, $D2
bladeColour
        .byte $DA, $DA, $DA, $D8, $D8, $D8, $D8, $D8, $D6, $D6, $D6, $D6, $D6
        ON_ONE_PAGE wicker-BASKET, GRASS-1
        ON_ONE_PAGE wickerColour-BASKET, GRASS-1
        ON_ONE_PAGE ground-GRASS, FIELD_END-1
        ON_ONE_PAGE bladeColour-GRASS, FIELD_END-1

; The left half of the leaves; the right is its mirror image. The TIA shows the high half of PF0 and all of PF2 with
; their lowest bit leftmost, PF1 with its highest.
;
; ....XXXX..........XX
; ..XXXXXXX.......XXXX
; .XXXXXX.XX.....XXXXX
; XXXXXXXXXXX..XXXXXXX
; XXX.XXXXXXXXXXXX.XXX
; XXXXXXXXXXXXXXXXXXXX
; XXXXXXX.XXXXXXXXXXXX
; XXXXXXXXXXXX.XXXXX.X
; X.XXXXXXXXXXXXXXXXXX
; XXXXXXXXXXXXXXXXXXXX
; XXXXX.XXXXXXXX.XXXXX
; XXXXXXXXX.XXXXXXXXXX
; XXXXXXXXXXXXXXXXX.XX
; X.XXXXXXXXXXX.XXXXXX
; XXXXXXX.XXXXXXXXXXXX
; XXXXXXXX.XXXXX.XXXXX
; XXX.XXXX..XXX.XXXXXX
; .XX.XXXX...X..XX.XXX
; ....XXXX......X..XXX
; .....XX..........XXX

        ALIGN 256
leaves0
        TWICE %00000000
        TWICE %11000000
        TWICE %11100000
        TWICE %11110000
        TWICE %01110000
        TWICE %11110000
        TWICE %11110000
        TWICE %11110000
        TWICE %11010000
        TWICE %11110000
        TWICE %11110000
        TWICE %11110000
        TWICE %11110000
        TWICE %11010000
        TWICE %11110000
        TWICE %11110000
        TWICE %01110000
        TWICE %01100000
        TWICE %00000000
        TWICE %00000000
leaves1
        TWICE %11110000
        TWICE %11111000
        TWICE %11101100
        TWICE %11111110
        TWICE %11111111
        TWICE %11111111
        TWICE %11101111
        TWICE %11111111
        TWICE %11111111
        TWICE %11111111
        TWICE %10111111
        TWICE %11111011
        TWICE %11111111
        TWICE %11111111
        TWICE %11101111
        TWICE %11110111
        TWICE %11110011
        TWICE %11110001
        TWICE %11110000
        TWICE %01100000
leaves2
        TWICE %11000000
        TWICE %11110000
        TWICE %11111000
        TWICE %11111110
        TWICE %11101111
        TWICE %11111111
        TWICE %11111111
        TWICE %10111110
        TWICE %11111111
        TWICE %11111111
        TWICE %11111011
        TWICE %11111111
        TWICE %11011111
        TWICE %11111101
        TWICE %11111111
        TWICE %11111011
        TWICE %11111101
        TWICE %11101100
        TWICE %11100100
        TWICE %11100000
leafColour
        .byte $CA, $CA, $CA, $C8, $CA, $C8, $C8, $C8, $C8, $C6, $C8, $C6, $C6, $C6, $C6, $C4, $C6, $C4, $C4, $C4
        .byte $C6, $C4, $C4, $C4, $C4, $C2, $C4, $C4, $C4, $C2, $C4, $C2, $C2, $C2, $C4, $C2, $C2, $C2, $C2, $C2

        ALIGN 256               ; each of these three is read at its page's first address plus the line
        ds TRUNKS
bark    REPEAT 21
        .byte $F2, $F2, $F4, $F2
        REPEND
        ds 16

; Blades of grass share these two tables with the trunks.
        ALIGN 256
        ds TRUNKS
stem1   LINES 96, %01100000
        LINES 3, %11110000
        .byte %10010010, %11010110, %11111111, %00010000, %00000000, %01000001, %00001000
        LINES 6, 0
        ALIGN 256
        ds TRUNKS
stem2   LINES 96, %10000000
        LINES 3, %11000000
        .byte %01001001, %11011011, %11111111, %00100000, %00000010, %00001000, %01000000
        LINES 6, 0

        ALIGN 256
        ds TRUNKS
day     LINES 14, $9A
        LINES 2, $9C
        LINES 2, $9A
        LINES 14, $9C
        LINES 2, $AC
        LINES 2, $9C
        LINES 14, $AC
        LINES 2, $AE
        LINES 2, $AC
        LINES 30, $AE
dusk    LINES 20, $62
        LINES 16, $54
        LINES 14, $56
        LINES 12, $48
        LINES 10, $3A
        LINES 12, $2C
        ON_ONE_PAGE day-TRUNKS, BASKET-1
        ON_ONE_PAGE dusk-TRUNKS, BASKET-1

; --- Pictures: digits, title, lives -----------------------------------------------------------------------------------
; Ten lines each, from the bottom up, for `drawSix` counts downwards.

        ALIGN 256
glyphs
digit0
        .byte %00111100
        .byte %01111110
        .byte %01100110
        .byte %01100110
        .byte %01100110
        .byte %01100110
        .byte %01100110
        .byte %01100110
        .byte %01111110
        .byte %00111100
digit1
        .byte %01111110
        .byte %01111110
        .byte %00011000
        .byte %00011000
        .byte %00011000
        .byte %00011000
        .byte %00011000
        .byte %01111000
        .byte %00111000
        .byte %00011000
digit2
        .byte %01111110
        .byte %01111110
        .byte %01110000
        .byte %00111000
        .byte %00011100
        .byte %00001110
        .byte %00000110
        .byte %01100110
        .byte %01111110
        .byte %00111100
digit3
        .byte %00111100
        .byte %01111110
        .byte %01100110
        .byte %00000110
        .byte %00011100
        .byte %00011100
        .byte %00000110
        .byte %01100110
        .byte %01111110
        .byte %00111100
digit4
        .byte %00001100
        .byte %00001100
        .byte %00001100
        .byte %01111110
        .byte %01111110
        .byte %01101100
        .byte %01101100
        .byte %00111100
        .byte %00011100
        .byte %00001100
digit5
        .byte %00111100
        .byte %01111110
        .byte %01100110
        .byte %00000110
        .byte %00000110
        .byte %01111110
        .byte %01111100
        .byte %01100000
        .byte %01111110
        .byte %01111110
digit6
        .byte %00111100
        .byte %01111110
        .byte %01100110
        .byte %01100110
        .byte %01111110
        .byte %01111100
        .byte %01100000
        .byte %01100000
        .byte %01111110
        .byte %00111100
digit7
        .byte %00011000
        .byte %00011000
        .byte %00011000
        .byte %00011000
        .byte %00001100
        .byte %00001100
        .byte %00000110
        .byte %00000110
        .byte %01111110
        .byte %01111110
digit8
        .byte %00111100
        .byte %01111110
        .byte %01100110
        .byte %01100110
        .byte %01111110
        .byte %00111100
        .byte %01100110
        .byte %01100110
        .byte %01111110
        .byte %00111100
digit9
        .byte %00111100
        .byte %01111110
        .byte %00000110
        .byte %00000110
        .byte %00111110
        .byte %01111110
        .byte %01100110
        .byte %01100110
        .byte %01111110
        .byte %00111100
blank   ds 10

lifePicture
        .byte %00111100
        .byte %00111100
        .byte %00101100
        .byte %00110100
        .byte %00101100
        .byte %00111100
        .byte %01111110
        .byte 0
        .byte 0
        .byte 0

; .XXXX..XXXXX...XXXX..XX..XX..XXXX..XXXXX..XXXXX.
; XXXXXX.XXXXXX.XXXXXX.XX..XX.XXXXXX.XXXXXX.XXXXXX
; XX..XX.XX..XX.XX..XX.XX..XX.XX..XX.XX..XX.XX..XX
; XX..XX.XX..XX.XX.....XX..XX.XX..XX.XX..XX.XX..XX
; XX..XX.XXXXXX.XX.....XXXXXX.XX..XX.XXXXXX.XX..XX
; XX..XX.XXXXX..XX.....XXXXXX.XXXXXX.XXXXX..XX..XX
; XX..XX.XX.XX..XX.....XX..XX.XXXXXX.XX.XX..XX..XX
; XX..XX.XX.XX..XX..XX.XX..XX.XX..XX.XX.XX..XX..XX
; XXXXXX.XX..XX.XXXXXX.XX..XX.XX..XX.XX..XX.XXXXXX
; .XXXX..XX..XX..XXXX..XX..XX.XX..XX.XX..XX.XXXXX.
title0
        .byte %01111001
        .byte %11111101
        .byte %11001101
        .byte %11001101
        .byte %11001101
        .byte %11001101
        .byte %11001101
        .byte %11001101
        .byte %11111101
        .byte %01111001
title1
        .byte %10011001
        .byte %10011011
        .byte %10110011
        .byte %10110011
        .byte %11110011
        .byte %11111011
        .byte %10011011
        .byte %10011011
        .byte %11111011
        .byte %11110001
title2
        .byte %11100110
        .byte %11110110
        .byte %00110110
        .byte %00000110
        .byte %00000111
        .byte %00000111
        .byte %00000110
        .byte %00110110
        .byte %11110110
        .byte %11100110
title3
        .byte %01101100
        .byte %01101100
        .byte %01101100
        .byte %01101111
        .byte %11101111
        .byte %11101100
        .byte %01101100
        .byte %01101100
        .byte %01101111
        .byte %01100111
title4
        .byte %11011001
        .byte %11011001
        .byte %11011011
        .byte %11011011
        .byte %11011111
        .byte %11011111
        .byte %11011001
        .byte %11011001
        .byte %11011111
        .byte %10011111
title5
        .byte %10111110
        .byte %10111111
        .byte %00110011
        .byte %00110011
        .byte %00110011
        .byte %10110011
        .byte %10110011
        .byte %10110011
        .byte %10111111
        .byte %00111110
        ON_ONE_PAGE glyphs, . - glyphs - 1

digitAddresses
        .byte <digit0, <digit1, <digit2, <digit3, <digit4, <digit5, <digit6, <digit7, <digit8, <digit9
titleColumns                    ; every second byte is unused, as `slots` holds addresses
        .byte <title0, 0, <title1, 0, <title2, 0, <title3, 0, <title4, 0, <title5, 0

        ORG $FFFA
        .word start             ; never used: the 6507 has no NMI line,
        .word start             ; the reset vector,
        .word start             ; and BRK is not used
