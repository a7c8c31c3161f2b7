using System.Net;
using System.Text;

namespace Baton.Dashboard.Tests;

/// <summary>Two services, of which one needs the other, for all tests of a group that leave the manifest alone.</summary>
public sealed class PairProject() : SharedProject("""
    [services.base]
    command = ["sleep", "600"]
    groups = ["night"]
    [services.top]
    command = ["sleep", "600"]
    depends_on = ["base"]
    [monitors.self]
    exec = ["true"]
    tags = ["edge"]
    """)
{
    /// <summary>The project with both services running, whatever an earlier test did to them.</summary>
    public async Task<Project> RunningAsync()
    {
        using var http = new HttpClient();
        using var body = new StringContent("""{"names":["base","top"]}""", Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri(Project.Address + "/api/v1/services/start"), body);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return Project;
    }
}
