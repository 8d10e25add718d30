import { createContext, useContext } from 'react';
import { gatherPlaces } from './places.ts';
import type { Places } from './places.ts';

export const PlacesContext = createContext<Places>(gatherPlaces([]));

/** What facets put into the pages of the console. */
export function usePlaces(): Places {
  return useContext(PlacesContext);
}
