/* The SFTP server. */
#include "emulator/sshd.h"

void emu_sftpd_serve(struct emu_ssh *ssh)
{
    (void)ssh;
}
