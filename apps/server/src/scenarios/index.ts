export { recordStory } from './recording/record-story.ts';
export type { RecordedStory } from './recording/record-story.ts';
export { openTheatre } from './stage/theatre.ts';
export type { Theatre } from './stage/theatre.ts';
export { readStories, readStory, StoryError } from './story/read-stories.ts';
export type { FiledStory, ReadStory } from './story/read-stories.ts';
export { runStory } from './telling/run-story.ts';
export type { StoryResult } from './telling/run-story.ts';
