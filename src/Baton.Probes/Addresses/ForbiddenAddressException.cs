using System.Net;

namespace Baton.Probes.Addresses;

/// <summary>Each address of a name is one that nothing may be sent to.</summary>
internal sealed class ForbiddenAddressException(string host, IPAddress address, string refusal) : IOException(
    host == address.ToString() ? $"{address} is {refusal}, which is not allowed" : $"\"{host}\" is {address}, {refusal}, which is not allowed");
