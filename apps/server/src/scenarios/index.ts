export { recordStory } from './recording/record-story.ts';
export { openTheatre } from './stage/theatre.ts';
export { readStories, StoryError } from './story/read-stories.ts';
export type { FiledStory } from './story/read-stories.ts';
export { runStory } from './telling/run-story.ts';
export type { StoryResult } from './telling/run-story.ts';
