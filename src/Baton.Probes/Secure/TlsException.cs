namespace Baton.Probes.Secure;

/// <summary>There is no TLS session.</summary>
internal sealed class TlsException(string message, Exception cause) : IOException(message, cause);
