namespace Baton.Cli.Output;

/// <summary>Nobody reads the output any more: the pipe's reader ended, or the terminal is gone.</summary>
internal sealed class OutputClosedException() : IOException("nobody reads the output any more");
