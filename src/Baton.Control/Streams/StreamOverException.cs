namespace Baton.Control.Streams;

/// <summary>A stream has ended, and all is said: its reader was stuck, or may read it no longer.</summary>
internal sealed class StreamOverException : Exception;
