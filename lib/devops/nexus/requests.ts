/** What Java may take, in MiB: its heap, and memory beside the heap, which uploads and downloads pass through. */
export const NEXUS_JAVA = { heap: 1536, direct: 1024 } as const;

/** What Java takes beside both: classes, code and threads, in MiB; a Nexus 3.96 with 1 GiB of heap took less than 1.3 GiB in all. */
export const NEXUS_OVERHEAD = 768;
