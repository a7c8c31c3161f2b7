namespace Baton.Processes.Guardian.Wire;

/// <summary>What came over the socket is no message of this protocol. The connection is of no more use.</summary>
/// <param name="message">What is wrong with it.</param>
internal sealed class WireException(string message) : Exception(message);
