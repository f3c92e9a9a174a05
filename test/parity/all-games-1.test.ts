import { testPart } from './all-games.ts';

testPart(0, 2);
