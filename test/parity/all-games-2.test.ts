import { testPart } from './all-games.ts';

testPart(1, 2);
