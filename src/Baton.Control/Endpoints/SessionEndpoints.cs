using Baton.Contracts;
using Baton.Control.Access;
using Baton.Control.Mapping;
using Baton.Control.Routing;

namespace Baton.Control.Endpoints;

/// <summary><c>/api/v1/session</c>: who asks, and whether a token is needed.</summary>
internal static class SessionEndpoints
{
    public static Task GetAsync(ControlRequest request)
    {
        _ = new QueryReader(request.Context.Request);
        var peer = request.Peer;
        var isRequired = !peer.IsLocalUser && !request.Options.Access().Tokens.IsEmpty;
        return Answer.WriteAsync(request.Context, new SessionRecord(isRequired, WordOf(peer.Role), peer.TokenName), WireJson.Default.SessionRecord);
    }

    private static string WordOf(Role role) => role switch
    {
        Role.Operate => "operate",
        Role.Read => "read",
        _ => "none",
    };
}
