using System.Runtime.CompilerServices;

// The stack buffers of the path of a packet are always written before they are read; clearing them first costs more than
// much of the work done in them.
[assembly: InternalsVisibleTo("Tandem.Media.Tests")]
[module: SkipLocalsInit]
