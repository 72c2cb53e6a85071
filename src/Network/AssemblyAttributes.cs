using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Tandem.Network.Tests")]
[assembly: DisableRuntimeMarshalling]
