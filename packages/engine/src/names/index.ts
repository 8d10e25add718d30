export { markNames, type UnmarkedNames, type UnmarkedSecret } from './mark-names.ts';
export { isNameOfMember, nameQueryOf, textIn, type NameQuery, type NameQueryMarks } from './name-marks.ts';
export { hasPieces, namePieces, type NamePiece } from './name-pieces.ts';
