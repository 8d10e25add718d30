/** The tab of the program where stages are edited, as its address has it. It has the choice of a lifecycle itself. */
export const stagesTab = 'stages';
