namespace Baton.Control.Streams;

/// <summary>A stream was dropped since its reader takes nothing; the connection is cut already, so nobody can be told.</summary>
internal sealed class StuckReaderException() : IOException("the reader of the stream takes nothing");
