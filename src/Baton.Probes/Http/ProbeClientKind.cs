using Baton.Probes.Addresses;

namespace Baton.Probes.Http;

/// <summary>What all requests of one client have in common. What differs in it must not share connections.</summary>
/// <param name="KeepsConnections">Idle ones; without it each is closed after its answer, also when the server would go on.</param>
/// <param name="IsInsecure">Any certificate will do.</param>
/// <param name="Addresses">To which addresses it may connect.</param>
internal sealed record ProbeClientKind(bool KeepsConnections, bool IsInsecure, AddressPolicy Addresses);
