namespace Baton.Control.Gateway;

/// <summary>The connection that was made for a request was closed before there was an answer.</summary>
internal sealed class HungUpException() : IOException("the connection was closed before there was an answer");
