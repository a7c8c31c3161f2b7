namespace Baton.Probes.Http;

/// <summary>A connection was closed before there was any answer, and to connect once more would be to ask more often than was meant.</summary>
internal sealed class AskedAlreadyException() : IOException("the connection was closed before there was an answer");
