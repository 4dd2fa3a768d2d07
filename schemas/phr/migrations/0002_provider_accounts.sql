-- 0002_provider_accounts
-- after aa7905171a1b2cdd028231b743980030ac897e8118166a8cbc05d017d3ab9493

-- agent.md:14
CREATE TABLE "RoleRequest" (
    "_row" INTEGER PRIMARY KEY,
    "objectId" TEXT UNIQUE NOT NULL,
    "createdAt" INTEGER NOT NULL,
    "updatedAt" INTEGER NOT NULL,
    "_acl" TEXT,
    "user" TEXT,
    "role" TEXT,
    "status" TEXT,
    "decidedBy" TEXT,
    "decidedAt" INTEGER
) STRICT;

CREATE INDEX "_Field:RoleRequest:user" ON "RoleRequest" ("user");

CREATE INDEX "_Field:RoleRequest:role" ON "RoleRequest" ("role");

CREATE INDEX "_Field:RoleRequest:decidedBy" ON "RoleRequest" ("decidedBy");
