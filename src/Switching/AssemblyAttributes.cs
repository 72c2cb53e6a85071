using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Tandem.Switching.Tests")]

// The stack buffers of the path of a message are always written before they are read; clearing them first costs more than
// much of the work done in them.
[module: SkipLocalsInit]
