// What one piece of work has freed goes back to the system before the next asks for more.

private import CFreedMemory

/// Gives freed pages back to the system in a process that has had much in memory; a smaller one may keep them.
///
/// Between forty million records' worth of small blocks that live on, half of the heap is free, and what comes next would
/// come on top of it.
func returnFreedMemory() { persona_return_freed_memory(512 << 20) }
