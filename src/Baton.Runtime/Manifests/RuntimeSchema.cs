using Baton.Manifest.Schema;
using static Baton.Manifest.Schema.SchemaTypes;

namespace Baton.Runtime.Manifests;

/// <summary>The keys of <c>[runtime]</c>. A key that the binder learns gets its line here; a test holds both together.</summary>
public static class RuntimeSchema
{
    /// <summary>The table.</summary>
    public static SchemaKey All => new("runtime", new SchemaType.Table(
    [
        new("control_socket", new SchemaType.Text(@"^(/|\.\.?/|.*:[0-9]{1,5}$)"), "Where clients add, start and link instances: a path that begins with /, ./ or ../ (relative to the project), or HOST:PORT"),
        new("ipc_socket", Address, "UDP address for links to other orchestrators, HOST:PORT"),
        new("telemetry_socket", Address, "TCP server that gets what instances measure, HOST:PORT"),
        new("peers", new SchemaType.Items(Text), "IP addresses, with or without a port, whose datagrams are taken besides those of targets of links", "[]"),
        new("persist", Flag, "Instances, links and uploads outlive an orderly stop", "false"),
        new("insecure_control", Flag, "control_socket may be a TCP address that other machines reach", "false"),
    ]), "Programs that are added while Baton runs, and their messages");

    // Whether an address can be is for the binder to say.
    private static SchemaType Address => new SchemaType.Text("^.*:[0-9]{1,5}$");
}
