namespace Baton.Probes.Addresses;

/// <summary>Whoever waited gave up before the look-up of the name began: nothing is known of that name, nor of who answers by it.</summary>
internal sealed class NoTurnException(string host, Exception inner, CancellationToken cancel)
    : OperationCanceledException($"the look-up of \"{host}\" did not come to its turn: too many others wait for the resolver", inner, cancel);
